import { okAsync } from 'neverthrow';
import { z } from 'zod';
import type { Routes } from '../api/route.ts';
import type { SignInLinks } from './sign-in-links.ts';

const signInLink = z
  .object({
    url: z.string().meta({ description: 'Opens the console, once.' }),
    expiresIn: z.int().meta({ description: 'Seconds.' }),
  })
  .meta({ ref: 'SignInLink' });

/** `POST /api/v1/auth/sign-in-links`: a link with the caller's scopes. */
export const registerSignInLinks = ({ route }: Pick<Routes, 'route'>, signIn: SignInLinks): void => {
  route({
    method: 'post',
    path: '/auth/sign-in-links',
    id: 'createSignInLink',
    tag: 'access',
    summary: 'Make a link that signs in to the console',
    description: 'The link works once, for 15 minutes, with the scopes of the caller.',
    scope: 'admin',
    status: 201,
    data: signInLink,
    handle: ({ principal }) => {
      const { url, expiresInMs } = signIn.create(principal);
      return okAsync({ url, expiresIn: Math.floor(expiresInMs / 1000) });
    },
  });
};
