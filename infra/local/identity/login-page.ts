import type { Language } from './language.ts'
import { html, type Markup } from './markup.ts'
import type { PasswordRefusal } from './new-password.ts'
import type { Refusal } from './sign-in.ts'
import { texts } from './texts.ts'

const sign = html`<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7"></circle><path d="m10.5 5.5-5 5m0-5 5 5"></path></svg>`

/** The form. `login` is what was typed before; the password is never sent back. */
export const loginForm = (options: { language: Language; action: string; login: string; refusal: Refusal | null }): Markup => {
  const { language, action, login, refusal } = options
  const words = texts[language]
  // After a refusal the fault is read out with the fields that it is about.
  const marks =
    refusal && refusal.kind !== 'blocked' && refusal.kind !== 'disabled'
      ? html` aria-invalid="true" aria-describedby="refusal"`
      : refusal
        ? html` aria-describedby="refusal"`
        : null
  const focus = html` autofocus`
  return html`<form method="post" action="${action}">
${refusal ? html`<div class="alert" id="refusal" role="alert">${sign}<span>${words.refused(refusal)}</span></div>` : null}
<div class="field"><label for="login">${words.login}</label>
<input id="login" name="login" type="text" value="${login}" maxlength="200" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" required${marks}${login === '' ? focus : null}></div>
<div class="field"><label for="password">${words.password}</label>
<input id="password" name="password" type="password" maxlength="1000" autocomplete="current-password" required${marks}${login === '' ? null : focus}></div>
<button class="button" type="submit">${words.submit}</button>
</form>`
}

/** The form after a one-time password: nothing opens before another one is chosen. */
export const newPasswordForm = (options: {
  language: Language
  action: string
  refusal: PasswordRefusal | null
  rules: Markup
}): Markup => {
  const { language, action, refusal, rules } = options
  const words = texts[language].newPassword
  const marks = refusal ? html` aria-invalid="true" aria-describedby="refusal rules"` : html` aria-describedby="rules"`
  return html`<form method="post" action="${action}">
${refusal ? html`<div class="alert" id="refusal" role="alert">${sign}<span>${words.refused(refusal)}</span></div>` : null}
<p id="rules">${rules}</p>
<div class="field"><label for="new-password">${words.password}</label>
<input id="new-password" name="new-password" type="password" maxlength="1000" autocomplete="new-password" required autofocus${marks}></div>
<div class="field"><label for="repeated">${words.repeated}</label>
<input id="repeated" name="repeated" type="password" maxlength="1000" autocomplete="new-password" required${marks}></div>
<button class="button" type="submit">${words.submit}</button>
</form>`
}
