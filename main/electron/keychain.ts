/** The system's keychain, through Electron: Keychain on macOS, DPAPI on Windows, a secret service on Linux. */
import { safeStorage } from 'electron';
import type { Keychain } from '../keys/keys.ts';

/** Null where there is none. On Linux without a secret service Electron seals with a fixed password, which is none. */
export function systemKeychain(): Keychain | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return null;
  return {
    seal: (value) => safeStorage.encryptString(value).toString('base64'),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
  };
}
