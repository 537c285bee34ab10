/** By the server's id; and the server's ids by the caller's key, which is not unique here. */
export const instances = 'instances';
export const idsByBizId = 'ids-by-biz-id';
