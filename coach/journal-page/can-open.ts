type Surroundings = {
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  isTerminal: boolean;
};

/** Whether there is somebody to see a browser: a person at a terminal, on a machine with a display. */
export function canOpen({ env, platform, isTerminal }: Surroundings): boolean {
  if (!isTerminal || isSet(env.CI) || isSet(env.SSH_CONNECTION)) return false;
  if (platform === 'darwin' || platform === 'win32') return true;
  return isSet(env.DISPLAY) || isSet(env.WAYLAND_DISPLAY) || isSet(env.WSL_DISTRO_NAME);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
