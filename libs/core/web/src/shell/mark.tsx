/** The mark of Wutong: a parasol-tree leaf with the phoenix's flame at its tip. */
export function Mark({ className = 'size-6' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" aria-hidden className={className}>
      <path
        className="fill-primary"
        d="M16 30c-.9-4.700-3.500-7-7.700-7.900-3.200-.7-5-3.100-4.600-6.400 2.400.1 3.800-.3 5-1.600-1.200-3.500-.1-6.400 3-8.300 1.700 1.600 2.900 2.800 4.300 5.200 1.400-2.400 2.600-3.600 4.300-5.200 3.100 1.900 4.200 4.800 3 8.300 1.200 1.300 2.600 1.700 5 1.600.4 3.300-1.400 5.700-4.600 6.400C19.500 23 16.900 25.300 16 30Z"
      />
      <path
        className="stroke-surface"
        strokeWidth="1.4"
        strokeLinecap="round"
        d="M16 26V14.500m0 8c-.8-2.400-2.400-3.700-4.800-4.300m4.800 4.300c.8-2.400 2.400-3.700 4.800-4.300"
      />
      <path className="fill-ember" d="M16 1.500c1.900 1.700 2 3.700 0 5.700-2-2-1.900-4 0-5.700Z" />
    </svg>
  );
}
