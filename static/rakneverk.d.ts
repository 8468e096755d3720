/** What a site's own scripts can ask Räkneverk: see docs/javascript.md. Nothing here can give consent. */

declare namespace Rakneverk {
  /** "statistics", a category of the site's policy, or one of its services by name. */
  type Item = 'statistics' | 'functional' | 'media' | 'analytics' | 'marketing' | (string & {});

  interface Choice {
    /** Absent as long as the visitor has not answered, also where the browser's own signal stands for a no. */
    readonly answer?: 'yes' | 'no';
    /** The version of the policy that was answered; absent without an answer. */
    readonly version?: number;
    /** What is accepted: a category for all of its services, otherwise services by name; sorted. */
    readonly accepted: readonly Item[];
  }

  interface Api {
    /** The choice that holds now. */
    choice(): Choice;
    /** Whether the item is accepted; for a category, whether all of its services are. */
    allows(item: Item): boolean;
    /** Opens the settings, and gives them the focus: call it only for a visitor who asked for them. */
    open(): void;
    /** Calls the listener at once and after each change, with the choice before; call the result to end it. */
    on(listener: (now: Choice, before: Choice) => void): () => void;
    /** Resolves once the item is accepted, which may be never. */
    consent(item: Item): Promise<void>;
    /** Counts an event by its name; there only where the site's policy names events. */
    event?(name: string): void;
  }
}

interface Window {
  /** Absent until the script has loaded, and for visitors whose browser blocks it. */
  readonly rakneverk?: Rakneverk.Api;
}

interface DocumentEventMap {
  /** At the start and after each change. */
  rakneverk: CustomEvent<Rakneverk.Choice>;
}
