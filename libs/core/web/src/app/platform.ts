import type { ApolloClient } from '@apollo/client';
import type { MessageDescriptor } from '@lingui/core';
import type { AnyRoute } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { OrganisationKind, Viewer } from './viewer';

export type Icon = ComponentType<{ className?: string; 'aria-hidden'?: boolean }>;

/** Who sees an entry of the navigation or a command. Everything given must hold. */
export interface Audience {
  permission?: string;
  /** Kinds of organisation the viewer must act for. */
  kinds?: readonly OrganisationKind[];
}

export interface NavItem extends Audience {
  /** Address of the page; its sub-pages mark the entry as current too. */
  to: string;
  /** Pages that lie elsewhere and belong to it as well: `/compute/statements`. */
  also?: readonly string[];
  label: MessageDescriptor;
  icon: Icon;
}

/** Something to do from the palette, from a key, or from a menu. */
export interface PaletteCommand extends Audience {
  id: string;
  label: MessageDescriptor | string;
  icon?: Icon;
  /** More words that find it, in both languages: `'quota 配额'`. */
  keywords?: string;
  /** One key (`c`) or two in turn (`g a`), outside of text fields. */
  keys?: string;
  /** Where it leads, or what it does. */
  to?: string;
  run?: () => void;
}

/** How the portal learns who looks at it; given by the identity library. */
export interface Session {
  /** The viewer, or `null` when nobody is signed in. Asked at each navigation: answer from the cache. */
  load: (client: ApolloClient) => Promise<Viewer | null>;
  /** Acts for another of the viewer's organisations from now on. */
  actFor: (client: ApolloClient, organisationId: string) => Promise<void>;
  signOut: (client: ApolloClient) => Promise<void>;
  /** Where to sign in; `?next=` is added. */
  signInPath: string;
  /** Where the viewer changes profile, language and time zone. */
  profilePath: string;
}

/** A part of the start page, for those whose day it concerns. */
export interface HomeCard extends Audience {
  id: string;
  component: ComponentType;
}

/** What a platform adds to the portal: the one export of its web library that the portal mounts. */
export interface Platform<
  Routes extends readonly AnyRoute[] = readonly AnyRoute[],
  PublicRoutes extends readonly AnyRoute[] = readonly AnyRoute[],
> {
  name: string;
  /** Heading of its group in the navigation. */
  title: MessageDescriptor;
  nav: readonly NavItem[];
  commands?: readonly PaletteCommand[];
  /** Pages inside the shell: children of `shellRoute`. */
  routes: Routes;
  /** Pages for everybody: children of `publicRoute`. */
  publicRoutes: PublicRoutes;
  session?: Session;
  /** What this platform shows on the start page: what needs the viewer first, figures after it. */
  cards?: readonly HomeCard[];
  /** Kinds of things that the server's search finds and this platform shows: what they are called, where they open. */
  found?: Readonly<Record<string, { label: MessageDescriptor; icon: Icon; to: (id: string) => string }>>;
}

/** Keeps the exact types of the routes, so that links are checked against them. */
export function definePlatform<const Routes extends readonly AnyRoute[], const PublicRoutes extends readonly AnyRoute[]>(
  platform: Platform<Routes, PublicRoutes>,
): Platform<Routes, PublicRoutes> {
  return platform;
}

/** Where `/` leads when no platform has anything for this viewer's start page: the first page open to them. */
export function firstPageOf(viewer: Viewer, platforms: readonly Platform[], session: Session | undefined): string {
  const first = platforms.flatMap((platform) => platform.nav).find((item) => isFor(viewer, item));
  return first?.to ?? session?.profilePath ?? '/';
}

/** The parts of this viewer's start page, in the order of the platforms. */
export function cardsFor(viewer: Viewer, platforms: readonly Platform[]): HomeCard[] {
  return platforms.flatMap((platform) => platform.cards ?? []).filter((card) => isFor(viewer, card));
}

export function isFor(viewer: Viewer, { permission, kinds }: Audience): boolean {
  if (permission !== undefined && !viewer.permissions.has(permission)) return false;
  return kinds === undefined || (viewer.actingFor !== null && kinds.includes(viewer.actingFor.organisationKind));
}
