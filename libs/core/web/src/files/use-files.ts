import { useQuery } from '@apollo/client/react';
import { graphql } from '../graphql/graphql-tag';
import type { UploadedFile } from './upload';
import { FilesDocument } from './use-files.graphql';

graphql`
  query Files($ids: [ID!]!) {
    files(ids: $ids) {
      id
      name
      size
      mediaType
      url
    }
  }
`;

const none: readonly UploadedFile[] = [];

/** Names, sizes and addresses of files by their ids; those that the viewer may not open are left out. */
export function useFiles(ids: readonly string[]): readonly UploadedFile[] {
  const { data, previousData } = useQuery(FilesDocument, { variables: { ids: [...ids] }, skip: ids.length === 0 });
  return ids.length === 0 ? none : ((data ?? previousData)?.files ?? none);
}
