export { createJwtTokens, defaultTokenValidityMs } from './jwt-tokens.ts';
export { createHandOverTokens } from '../sso/hand-over-tokens.ts';
