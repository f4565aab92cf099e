/** How an edge launcher is started for the first time, with the token that lets it in once. */

/** Single quotes for a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** The address that an edge launcher is given: the host, without the API's stage. */
export const hostOf = (api: string): string => api.replace(/\/api\/?$/, '')

export const dockerCommand = (api: string, token: string): string =>
  [
    'docker run -d --name pulse-edge --restart unless-stopped --network host \\',
    '  -v pulse-edge:/var/lib/pulse-edge \\',
    `  -e PULSE_URL=${quoted(hostOf(api))} \\`,
    `  -e PULSE_ENROLMENT_TOKEN=${quoted(token)} \\`,
    '  pulse-cloud/edge-launcher',
  ].join('\n')

/** An environment file for a systemd unit. */
export const systemdEnvironment = (api: string, token: string): string => `PULSE_URL=${hostOf(api)}\nPULSE_ENROLMENT_TOKEN=${token}\n`
