/** What every page has in common. */
import { type Language, languageNames, languages } from './language.ts'
import { html, type Markup, trusted } from './markup.ts'
import { texts } from './texts.ts'

const languageLink = (language: Language, current: Language): string =>
  html`<li><a href="?lang=${language}" lang="${language}" hreflang="${language}"${language === current ? trusted(' aria-current="true"') : null}>${languageNames[language]}</a></li>`
    .markup

/** `switchable`: whether asking for the same address in another language shows the same page. */
export const page = (options: { language: Language; title: string; stylesheet: string; switchable: boolean; content: Markup }): string => {
  const { language, title, stylesheet, switchable, content } = options
  const menu = languages.map((one) => languageLink(one, language)).join('')
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} - Pulse Cloud</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="${stylesheet}">
</head>
<body>
<header><span class="brand">Pulse Cloud</span>${switchable ? html`<nav aria-label="${texts[language].languages}"><ul>${trusted(menu)}</ul></nav>` : null}</header>
<main><div class="card">
<h1>${title}</h1>
${content}
</div></main>
</body>
</html>
`.markup
}
