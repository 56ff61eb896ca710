namespace Reverie.Training.Clusters;

/// <summary>Who hands out a cluster's machines.</summary>
public enum ClusterKind
{
    Slurm,
    Pbs,
}
