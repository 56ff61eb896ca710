// Dark or light: as the system has it, until somebody chooses.
const stored = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
const system = matchMedia('(prefers-color-scheme: light)');
const apply = () => { document.documentElement.dataset.theme = stored() ?? (system.matches ? 'light' : 'dark'); };
apply();
system.addEventListener('change', apply);

export function themeButton(button) {
  button.addEventListener('click', () => {
    const next = document.documentElement.dataset.theme === 'light' ? 'dark' : 'light';
    try { localStorage.setItem('theme', next); } catch { /* It holds for this page. */ }
    document.documentElement.dataset.theme = next;
  });
}
