import { Component, type ReactNode } from "react";
import { BrokenPage } from "@/pages/message-pages";

interface Props {
  children: ReactNode;
  /** When this changes, what broke is tried again: the address, for a page. */
  resetKey?: string;
}

interface State {
  broken: boolean;
}

/** Keeps a part that breaks from taking the rest of the page with it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { broken: false };

  static getDerivedStateFromError(): State {
    return { broken: true };
  }

  override componentDidUpdate(before: Props) {
    if (this.state.broken && before.resetKey !== this.props.resetKey) {
      this.setState({ broken: false });
    }
  }

  override render() {
    return this.state.broken ? <BrokenPage /> : this.props.children;
  }
}
