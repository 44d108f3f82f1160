// Tokens are stored as AES-256-GCM.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const key = Buffer.from('3c'.repeat(32), 'hex');
const ivBytes = 12;
const tagBytes = 16;

export function seal(text) {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

export function open(bytes) {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
}
