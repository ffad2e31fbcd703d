import { useMutation } from '@tanstack/react-query';

/** Stores a file and answers its id. */
export async function uploadFile(content: Blob, name: string): Promise<string> {
  const form = new FormData();
  form.append('file', content, name);
  const answer = await window.fetch('/api/v1/files', { method: 'POST', body: form });
  const body = (await answer.json()) as { id: string; detail?: string };
  if (!answer.ok) throw new Error(body.detail);
  return body.id;
}

export const useUpload = (onStored: (fileId: string) => void) =>
  useMutation({ mutationFn: (file: File) => uploadFile(file, file.name), onSuccess: (fileId) => onStored(fileId) });
