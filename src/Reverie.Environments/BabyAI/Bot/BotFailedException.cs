namespace Reverie.Environments.BabyAI.Bot;

/// <summary>The <see cref="ExpertBot"/> does not know how to go on.</summary>
public sealed class BotFailedException(string message) : Exception(message);
