// Small screens: the list of channels is a drawer, the panel "Why" a sheet; on wide ones both are always
// there. Which of it holds is the style sheet's decision; here is who has the focus and what Escape does.

const NO_PANEL = window.matchMedia('(max-width: 74.99rem)');
const NARROW = window.matchMedia('(max-width: 47.99rem)');

/** A part of the page that lies over the others while it is open. */
function createSheet({ sheet, opener, closer, when, focus }) {
  const role = sheet.getAttribute('role'); // where it stands beside the others
  let back = null; // who gets the focus when it closes

  function set(open, from) {
    const lying = open && when.matches;
    sheet.classList.toggle('open', lying);
    sheet.setAttribute('role', lying ? 'dialog' : role);
    sheet.setAttribute('aria-modal', String(lying));
    opener.setAttribute('aria-expanded', String(lying));
    for (const other of document.querySelectorAll('#main, #top, #notices, #sidebar, #why'))
      other.inert = lying && other !== sheet;
    if (lying) {
      back = from ?? opener;
      focus().focus({ preventScroll: true });
    }
  }

  function close() {
    if (!sheet.classList.contains('open')) return false;
    set(false);
    (back?.isConnected ? back : opener).focus();
    return true;
  }

  opener.addEventListener('click', () => set(true, opener));
  closer.addEventListener('click', close);
  sheet.addEventListener('keydown', (event) => event.key === 'Escape' && close());
  when.addEventListener('change', () => set(false));
  // a tap beside it
  document.addEventListener('pointerdown', (event) => {
    if (sheet.classList.contains('open') && !sheet.contains(event.target)) close();
  });
  return { open: (from) => set(true, from), close, covers: () => when.matches };
}

export function createLayout() {
  const byId = (id) => document.getElementById(id);
  return {
    channels: createSheet({
      sheet: byId('sidebar'),
      opener: byId('channels-button'),
      closer: byId('sidebar-close'),
      when: NARROW,
      focus: () => byId('channels').querySelector('[aria-current]') ?? byId('sidebar-close'),
    }),
    why: createSheet({
      sheet: byId('why'),
      opener: byId('why-button'),
      closer: byId('why-close'),
      when: NO_PANEL,
      focus: () => byId('why-title'),
    }),
  };
}
