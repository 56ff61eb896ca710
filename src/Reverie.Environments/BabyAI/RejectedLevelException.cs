namespace Reverie.Environments.BabyAI;

/// <summary>A candidate for a level is not wanted; <see cref="RoomGridLevel"/> catches this and draws another.</summary>
/// <param name="reason">Why, in a few words.</param>
public sealed class RejectedLevelException(string reason) : Exception(reason);
