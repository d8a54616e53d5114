// Save this file once as it is and look at the light. Then make the test green: one line below is enough.
export async function isUp(_url: string) {
  return undefined;
}
