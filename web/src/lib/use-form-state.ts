import { useState } from "react";
import { asApiError, splitByField, type ApiError } from "@/services/errors";

export interface FormState<Values extends object> {
  values: Values;
  set: <Name extends keyof Values>(name: Name, value: Values[Name]) => void;
  errors: Partial<Record<keyof Values, string>>;
  setErrors: (errors: Partial<Record<keyof Values, string>>) => void;
  /** What went wrong and belongs to no field. */
  failure: ApiError | null;
  fail: (error: unknown) => void;
  clear: () => void;
}

/** Values of a form with errors at their fields, whether found here or by the server. */
export function useFormState<Values extends object>(initial: Values): FormState<Values> {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Partial<Record<keyof Values, string>>>({});
  const [failure, setFailure] = useState<ApiError | null>(null);

  return {
    values,
    set: (name, value) => {
      setValues((before) => ({ ...before, [name]: value }));
      setErrors((before) => ({ ...before, [name]: undefined }));
    },
    errors,
    setErrors,
    failure,
    fail: (error) => {
      const problem = asApiError(error);
      const { atField, elsewhere } = splitByField(problem, Object.keys(initial));
      setErrors(atField as Partial<Record<keyof Values, string>>);
      setFailure(elsewhere ? problem : null);
    },
    clear: () => {
      setErrors({});
      setFailure(null);
    },
  };
}
