export { createJwtTokens, defaultTokenValidityMs } from './jwt-tokens.ts';
