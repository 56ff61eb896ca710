namespace Reverie.Environments;

/// <summary>An environment that tells in words what is to be done, for people to read, whether or not the agent is shown it.</summary>
public interface IHasMission
{
    /// <summary>What is to be done in this episode; empty where nothing was said.</summary>
    string Mission { get; }
}
