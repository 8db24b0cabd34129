import { createHmac } from 'node:crypto';

/** For how long a token that the portal signs itself is good. */
const LIFE_SECONDS = 600;

/** A token as auth/jwt of Slurm takes it: HS256 over `{ iat, exp, sun }`. https://slurm.schedmd.com/jwt.html */
export function signSlurmToken(key: string | Buffer, userName: string, now: Date): string {
  const iat = Math.floor(now.getTime() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iat, exp: iat + LIFE_SECONDS, sun: userName })}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}
