// The one app that each simulated platform knows, as src/sandbox has them.
export const apps = {
  tiktok: { id: "sbawtiktokrostrum01", secret: "b71c0a5d29e84f3f8c6601d2a4975be3" },
  x: { id: "c2FuZGJveFJvc3RydW0wMTox", secret: "sbx-4d1c0f7be2a94e5f8d3a6b7019c2e5f4" },
  youtube: { id: "407408718192-sandboxrostrum.apps.googleusercontent.com", secret: "GOCSPX-5b1d27e0c94f4c1aa6f3" },
};
