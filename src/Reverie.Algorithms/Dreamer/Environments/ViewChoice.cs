namespace Reverie.Algorithms.Dreamer.Environments;

/// <summary>What an environment is seen as.</summary>
/// <param name="IsPicture">Its observation is a picture, and that is all.</param>
/// <param name="RenderedSide">Side of a picture that is drawn of it beside its observation; 0: none.</param>
/// <param name="HasState">Its observation is seen as a vector.</param>
/// <param name="HasReward">The last reward is seen, too.</param>
internal sealed record ViewChoice(bool IsPicture, int RenderedSide, bool HasState, bool HasReward);
