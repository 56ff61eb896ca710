namespace Reverie.Training.Algorithms;

/// <summary>What a dreamt world answers to an action.</summary>
/// <param name="Reward">As the world model knows rewards: IRIS, for instance, knows their signs only.</param>
/// <param name="Continue">How likely it is that the episode goes on; 0 or 1 where that is drawn.</param>
public readonly record struct DreamtStep(double Reward, double Continue)
{
    /// <summary>Whether the episode ends here.</summary>
    public bool Ends => Continue < 0.5;
}
