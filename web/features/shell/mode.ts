/** Light or dark: what the person chose, else what the system prefers. */
const modeKey = 'pulse.mode'
const darkClass = 'awsui-dark-mode'

/** Runs before anything is painted, so that the page does not flash. Its hash is in the content security policy. */
export const applyModeScript = `(function(){try{var m=localStorage.getItem('${modeKey}')}catch(e){}if(m==='dark'||(m!=='light'&&matchMedia('(prefers-color-scheme: dark)').matches))document.body.classList.add('${darkClass}')})()`

export const isDark = (): boolean => document.body.classList.contains(darkClass)

export const toggleMode = (): void => {
  const dark = !isDark()
  document.body.classList.toggle(darkClass, dark)
  localStorage.setItem(modeKey, dark ? 'dark' : 'light')
}
