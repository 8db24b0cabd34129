import { graphql } from '@wutong/core-web';
import type { ComputeClusterPageQuery } from './cluster.page.query.graphql';

graphql`
  query ComputeClusterPage($cluster: String!) {
    computeCluster(cluster: $cluster) {
      cluster organisationId supplierNameZh supplierNameEn poolCodes gpuClasses runningGrants unnamedUsers lastUsageAt
      connection {
        cluster kind url userName secret signsTokens slurmConf ca cohort enforces takesAll apiVersion pulledUntil lastPullAt nextPullAt failures
        pullError checkedAt findings { level code message } enforcedAt comparedAt differences strangers enforceError version
        connectedByName connectedAt
      }
      enforced { account isOpen gpus limitMinutes countedMinutes users readBackAt }
      operations { id grantId account kind subject before after isDone error madeByName madeAt }
    }
  }
  mutation TestClusterConnection($cluster: String!) { testClusterConnection(cluster: $cluster) { cluster } }
  mutation PullClusterUsage($cluster: String!) { pullClusterUsage(cluster: $cluster) { records added updated parked problems pulledUntil } }
  mutation CompareCluster($cluster: String!) {
    compareCluster(cluster: $cluster) { done pending { kind account subject before after } }
  }
  mutation EnforceCluster($cluster: String!) { enforceCluster(cluster: $cluster) { done pending { kind account } } }
  mutation RemoveClusterConnection($cluster: String!, $version: Int!) { removeClusterConnection(cluster: $cluster, version: $version) { cluster } }
`;

export type Cluster = ComputeClusterPageQuery['computeCluster'];
export type Connection = NonNullable<Cluster['connection']>;
