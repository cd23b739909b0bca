/** Moves the focus on before a row leaves its list with the button that was pressed: to the next row, else to the heading. */
export function leaveRow(pressed: Element): void {
  const row = pressed.closest('li');
  const next = row?.nextElementSibling ?? row?.previousElementSibling;
  (next?.querySelector('button') ?? document.querySelector('h1'))?.focus();
}
