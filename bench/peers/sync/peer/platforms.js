// The calls to the simulated platforms that a sync and a refresh need: the same as the server's, with the same fields.
const root = process.env.SANDBOX_URL;

async function call(url, { method = 'GET', headers = {}, body } = {}) {
  const answer = await fetch(url, { method, headers, body });
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname} was answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

const bearer = (account) => ({ authorization: `Bearer ${account.token}` });
const fromNow = (seconds) => new Date(Date.now() + seconds * 1000);

async function refreshAt(address, fields, headers = {}) {
  const body = new URLSearchParams({ ...fields, grant_type: 'refresh_token' });
  const answer = await call(root + address, { method: 'POST', headers, body });
  return {
    access: answer.access_token,
    refresh: answer.refresh_token,
    expiresAt: fromNow(answer.expires_in),
    refreshExpiresAt: answer.refresh_expires_in ? fromNow(answer.refresh_expires_in) : null,
  };
}

const tiktokUser = 'open_id,union_id,avatar_url,display_name,bio_description,is_verified,username,follower_count,following_count,video_count';
const tiktokVideo = 'id,create_time,cover_image_url,share_url,video_description,title,like_count,comment_count,share_count,view_count';

const tiktok = {
  pageSize: 20,
  postsPerSync: 20,
  async profile(account) {
    const { data } = await call(`${root}/open.tiktokapis.com/v2/user/info/?fields=${tiktokUser}`, { headers: bearer(account) });
    const { user } = data;
    return {
      handle: user.username,
      name: user.display_name,
      bio: user.bio_description,
      picture: user.avatar_url,
      followers: user.follower_count,
      following: user.following_count,
      posts: user.video_count,
      verified: user.is_verified,
    };
  },
  async posts(account, cursor, limit) {
    const { data } = await call(`${root}/open.tiktokapis.com/v2/video/list/?fields=${tiktokVideo}`, {
      method: 'POST',
      headers: { ...bearer(account), 'content-type': 'application/json' },
      body: JSON.stringify({ max_count: limit, ...(cursor ? { cursor } : {}) }),
    });
    const posts = data.videos.map((video) => ({
      externalId: video.id,
      caption: video.video_description || video.title,
      mediaType: 'video',
      thumbnail: video.cover_image_url,
      permalink: video.share_url,
      views: video.view_count,
      likes: video.like_count,
      comments: video.comment_count,
      shares: video.share_count,
      postedAt: new Date(video.create_time * 1000),
    }));
    return { posts, cursor: data.has_more ? data.cursor : undefined };
  },
  refresh: (token) => refreshAt('/open.tiktokapis.com/v2/oauth/token/', {
    client_key: 'sbawtiktokrostrum01',
    client_secret: 'b71c0a5d29e84f3f8c6601d2a4975be3',
    refresh_token: token,
  }),
};

const xUser = 'description,id,name,profile_image_url,public_metrics,subscription_type,username,verified';
const xPage = {
  exclude: 'retweets',
  'post.fields': 'attachments,created_at,entities,note_post,public_metrics',
  expansions: 'attachments.media_keys',
  'media.fields': 'media_key,preview_image_url,type,url',
};
const xApp = Buffer.from('c2FuZGJveFJvc3RydW0wMTox:sbx-4d1c0f7be2a94e5f8d3a6b7019c2e5f4').toString('base64');
const xPageMin = 5;

function xPost(item, media) {
  const keys = item.attachments?.media_keys ?? [];
  const first = media.get(keys[0]);
  const counts = item.public_metrics;
  const alone = first?.type === 'photo' ? 'image' : 'video';
  const bare = item.entities?.urls?.length > 0 ? 'link' : 'text';
  return {
    externalId: item.id,
    caption: item.note_post?.text ?? item.text,
    mediaType: keys.length > 1 ? 'carousel' : keys.length === 1 ? alone : bare,
    media: first?.url,
    thumbnail: first?.preview_image_url ?? first?.url,
    permalink: `${root}/x.com/i/status/${item.id}`,
    views: counts.impression_count,
    likes: counts.like_count,
    comments: counts.reply_count,
    shares: (counts.repost_count ?? counts.retweet_count) + counts.quote_count,
    saves: counts.bookmark_count,
    postedAt: new Date(item.created_at),
  };
}

const x = {
  pageSize: 50,
  postsPerSync: 50,
  async profile(account) {
    const { data } = await call(`${root}/api.x.com/2/users/me?user.fields=${xUser}`, { headers: bearer(account) });
    return {
      handle: data.username,
      name: data.name,
      bio: data.description,
      picture: data.profile_image_url,
      followers: data.public_metrics.followers_count,
      following: data.public_metrics.following_count,
      posts: data.public_metrics.post_count ?? data.public_metrics.tweet_count,
      verified: data.verified,
    };
  },
  async posts(account, cursor, limit) {
    const query = new URLSearchParams({ ...xPage, max_results: Math.max(limit, xPageMin), ...(cursor ? { pagination_token: cursor } : {}) });
    const body = await call(`${root}/api.x.com/2/users/${account.external_id}/tweets?${query}`, { headers: bearer(account) });
    const media = new Map((body.includes?.media ?? []).map((item) => [item.media_key, item]));
    return { posts: (body.data ?? []).map((item) => xPost(item, media)), cursor: body.meta.next_token };
  },
  refresh: (token) => refreshAt('/api.x.com/2/oauth2/token', { refresh_token: token }, { authorization: `Basic ${xApp}` }),
};

// Only refreshed here.
const youtube = {
  refresh: (token) => refreshAt('/oauth2.googleapis.com/token', {
    client_id: '407408718192-sandboxrostrum.apps.googleusercontent.com',
    client_secret: 'GOCSPX-5b1d27e0c94f4c1aa6f3',
    refresh_token: token,
  }),
};

export const calls = { tiktok, x, youtube };
