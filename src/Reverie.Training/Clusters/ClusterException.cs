namespace Reverie.Training.Clusters;

/// <summary>A cluster does not do what it is asked for.</summary>
public sealed class ClusterException : ReverieException
{
    internal ClusterException(string message, bool isRefusal, Exception? inner = null)
        : base(message, inner) => IsRefusal = isRefusal;

    /// <summary>Whether the scheduler said no; otherwise there is none.</summary>
    public bool IsRefusal { get; }
}
