/** Which addresses the console has, and the function at CloudFront's edge that finds each one's file. */
import { globSync } from 'node:fs'
import { join } from 'node:path'

/** Languages of the console: the first part of every page's address. */
export const consoleLocales = ['en', 'fr'] as const

const appFolder = join(import.meta.dirname, '../../web/app/[locale]')

/** Addresses of the pages after the language, without slashes at the ends: `''`, `machines`, `machines/detail`. */
export const consolePages = (): readonly string[] =>
  globSync('**/page.tsx', { cwd: appFolder })
    .map((file) =>
      file
        .split('/')
        .slice(0, -1)
        // Folders in brackets group pages and are no part of the address.
        .filter((folder) => !folder.startsWith('('))
        .join('/'),
    )
    .sort()

const notFound =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>404 · Pulse Cloud</title><p>There is no such page. <a href="/">Pulse Cloud</a></p><p lang="fr">Cette page n’existe pas. <a href="/">Pulse Cloud</a></p></html>'

/**
 * Code of the CloudFront function (runtime 2.0). CloudFront's own error pages would also replace the API's
 * answers, so an unknown page is answered here.
 */
export const pageFinderCode = (pages: readonly string[]): string => `
var locales = ${JSON.stringify(consoleLocales)};
var pages = ${JSON.stringify(pages)};
function handler(event) {
  var request = event.request;
  var last = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (last.indexOf('.') !== -1) return request;
  var parts = request.uri.split('/').filter(function (part) { return part !== ''; });
  if (parts.length === 0) {
    request.uri = '/index.html';
    return request;
  }
  if (locales.indexOf(parts[0]) !== -1 && pages.indexOf(parts.slice(1).join('/')) !== -1) {
    request.uri = '/' + parts.join('/') + '/index.html';
    return request;
  }
  return {
    statusCode: 404,
    statusDescription: 'Not Found',
    headers: {
      'content-type': { value: 'text/html; charset=utf-8' },
      'cache-control': { value: 'no-store' },
      'content-security-policy': { value: "default-src 'none'; frame-ancestors 'none'" },
      'x-content-type-options': { value: 'nosniff' }
    },
    body: { encoding: 'text', data: ${JSON.stringify(notFound)} }
  };
}
`
