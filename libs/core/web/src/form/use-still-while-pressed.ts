import { useEffect, useState } from 'react';

/**
 * The value, but while a pointer is down the one from before. Whatever a press makes known by taking the focus from a field, such
 * as that its answer is right now, would else move the form under the pointer before its release, and the click would be lost.
 */
export function useStillWhilePressed<T>(value: T): T {
  const [isPressed, setPressed] = useState(false);
  const [still, setStill] = useState(value);
  if (!isPressed && !Object.is(still, value)) setStill(value);
  useEffect(() => {
    const press = () => setPressed(true);
    // The click comes after the release.
    const release = () => void setTimeout(() => setPressed(false));
    window.addEventListener('pointerdown', press, true);
    window.addEventListener('pointerup', release, true);
    window.addEventListener('pointercancel', release, true);
    return () => {
      window.removeEventListener('pointerdown', press, true);
      window.removeEventListener('pointerup', release, true);
      window.removeEventListener('pointercancel', release, true);
    };
  }, []);
  return isPressed ? still : value;
}
