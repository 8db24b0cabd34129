import { Trans } from '@lingui/react/macro';
import { createLink, useRouter } from '@tanstack/react-router';
import { LoaderCircle } from 'lucide-react';
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { cx } from './cx';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger' | 'danger-quiet';

export interface ButtonLook {
  /** One primary button per view. */
  variant?: ButtonVariant;
  size?: 'md' | 'sm';
  /** A square button that shows an icon alone; it then needs an `aria-label`. */
  iconOnly?: boolean;
}

const looks: Record<ButtonVariant, string> = {
  primary: 'border-transparent bg-primary text-on-primary hover:bg-primary-hover active:bg-primary-hover',
  secondary: 'border-line-strong/70 bg-surface text-fg hover:bg-sunken active:bg-line',
  quiet: 'border-transparent bg-transparent text-fg hover:bg-fg/6 active:bg-fg/10',
  danger: 'border-transparent bg-bad text-on-bad hover:bg-bad-hover active:bg-bad-hover',
  'danger-quiet': 'border-line-strong/70 bg-surface text-bad hover:bg-bad-soft active:bg-bad-soft',
};

/** The class names of a button, for the rare element that must look like one. */
export function buttonClass({ variant = 'secondary', size = 'md', iconOnly = false }: ButtonLook): string {
  const box = size === 'sm' ? (iconOnly ? 'size-7' : 'h-7 px-2.5') : iconOnly ? 'size-8' : 'h-8 px-3';
  return cx(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border text-body font-medium whitespace-nowrap',
    'transition-colors duration-100 select-none disabled:opacity-50 data-disabled:opacity-50 data-pending:opacity-80',
    '[&_svg]:size-4 [&_svg]:shrink-0',
    box,
    looks[variant],
  );
}

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'onClick' | 'disabled'>, ButtonLook {
  children: ReactNode;
  onPress?: (() => void) | undefined;
  isDisabled?: boolean | undefined;
  isPending?: boolean | undefined;
  ref?: Ref<HTMLButtonElement>;
}

/** A button; while `isPending` it shows a spinner, keeps the focus and takes no second press. */
export function Button({
  variant, size, iconOnly, children, className, onPress, isDisabled = false, isPending = false, type = 'button', ...rest
}: ButtonProps) {
  const busy = isPending && ({ type: 'button', onClick: undefined, 'aria-disabled': true, 'data-pending': true } as const);
  return (
    <button
      type={type}
      {...rest}
      disabled={isDisabled}
      onClick={onPress && (() => onPress())}
      {...busy}
      className={cx(buttonClass({ variant, size, iconOnly }), className)}
    >
      {isPending && (
        <>
          <LoaderCircle aria-hidden className="animate-spin" />
          <span role="status" className="sr-only">
            <Trans>in progress</Trans>
          </span>
        </>
      )}
      {isPending && iconOnly ? null : children}
    </button>
  );
}

/** The class names of a link inside text. */
export const linkClass = 'rounded-sm text-primary underline-offset-2 hover:underline [&_svg]:inline [&_svg]:size-4';

interface AnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement>, ButtonLook {
  ref?: Ref<HTMLAnchorElement>;
}

function ButtonAnchor({ variant, size, iconOnly, className, ...rest }: AnchorProps) {
  return <a {...rest} className={cx(buttonClass({ variant, size, iconOnly }), className)} />;
}

function TextAnchor({ className, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> }) {
  return <a {...rest} className={cx(linkClass, className)} />;
}

/** A link of the router that looks like a button: `<ButtonLink to="/compute/requests/new" variant="primary">`. */
export const ButtonLink = createLink(ButtonAnchor);

/** A link of the router inside text: `<Link to="/tenants/$id" params={{ id }}>`. */
export const Link = createLink(TextAnchor);

/** Addresses that the server answers itself: files and the public interface. */
const SERVED = /^\/(files|v1)\//;

export interface HrefLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
}

/** A link whose address is only known at run time, as in a notification or a table row; stays inside the portal. */
export function HrefLink({ href, onClick, className = linkClass, ...rest }: HrefLinkProps) {
  const router = useRouter();
  return (
    <a
      {...rest}
      href={href}
      className={className}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
        if (!href.startsWith('/') || SERVED.test(href) || rest.target) return;
        event.preventDefault();
        router.history.push(href);
      }}
    />
  );
}
