/** The export menus of the charts on screen, for the key that opens one of them. */

export interface ExportMenu {
  readonly figure: HTMLElement;
  open(): void;
}

const menus = new Set<ExportMenu>();
let last: ExportMenu | null = null;

/** Registers a menu until the returned function is called. */
export function announce(menu: ExportMenu): () => void {
  const reached = (): void => void (last = menu);
  menus.add(menu);
  menu.figure.addEventListener('pointerenter', reached);
  menu.figure.addEventListener('focusin', reached);
  return () => {
    menus.delete(menu);
    if (last === menu) last = null;
    menu.figure.removeEventListener('pointerenter', reached);
    menu.figure.removeEventListener('focusin', reached);
  };
}

/** Opens the menu of the chart that was last hovered or focused, else the first chart's. */
export const openExportMenu = (): void => (last ?? [...menus][0])?.open();
