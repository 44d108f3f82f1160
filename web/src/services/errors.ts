import { capitalised } from "@/lib/format";
import { t } from "@/strings";

export interface FieldIssue {
  field: string;
  issue: string;
}

/** Every failed call ends as one of these: what to say, what to do next, what to quote. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: FieldIssue[];
  readonly retryable: boolean;
  readonly requestId: string | null;

  constructor(fields: {
    code: string;
    status: number;
    userMessage: string;
    details?: FieldIssue[];
    retryable?: boolean;
    requestId?: string | null;
  }) {
    super(fields.userMessage);
    this.name = "ApiError";
    this.code = fields.code;
    this.status = fields.status;
    this.details = fields.details ?? [];
    this.retryable = fields.retryable ?? false;
    this.requestId = fields.requestId ?? null;
  }
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function fieldIssues(value: unknown): FieldIssue[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const issue = record(entry);
    const field = text(issue?.field);
    return field ? [{ field, issue: text(issue?.issue) ?? t.errors.unknown }] : [];
  });
}

/** Reads the envelope; an answer that is not one (a proxy's page) becomes a plain server error. */
export function errorFromAnswer(body: unknown, status: number, requestId: string | null): ApiError {
  const envelope = record(record(body)?.error);
  return new ApiError({
    code: text(envelope?.code) ?? "server_error",
    status,
    userMessage: text(envelope?.userMessage) ?? text(envelope?.message) ?? t.errors.unknown,
    details: fieldIssues(envelope?.details),
    retryable: envelope ? envelope.retryable === true : status >= 500,
    requestId: text(envelope?.requestId) ?? requestId,
  });
}

export function networkError(): ApiError {
  return new ApiError({ code: "network", status: 0, userMessage: t.errors.network, retryable: true });
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError({ code: "client", status: 0, userMessage: t.errors.client });
}

/** The messages that belong at fields of a form, and whether some belong to no field of it. */
export function splitByField(
  error: ApiError,
  fields: readonly string[],
): { atField: Record<string, string>; elsewhere: boolean } {
  const atField: Record<string, string> = {};
  let elsewhere = error.details.length === 0;
  for (const { field, issue } of error.details) {
    if (fields.includes(field)) atField[field] ??= sentence(issue);
    else elsewhere = true;
  }
  return { atField, elsewhere };
}

function sentence(words: string): string {
  const start = capitalised(words);
  return /[.?!]$/.test(start) ? start : `${start}.`;
}
