/** With `ACCESSIBLE=1` nothing is drawn over: what is new comes below, once, for a reader that speaks. */
export function isLinear(): boolean {
  const { ACCESSIBLE = '' } = process.env;
  return ACCESSIBLE !== '' && ACCESSIBLE !== '0';
}
