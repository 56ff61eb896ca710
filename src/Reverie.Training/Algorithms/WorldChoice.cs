using Reverie.Environments.Vector;
using Reverie.Training.Environments;

namespace Reverie.Training.Algorithms;

/// <summary>An environment with all that an algorithm's options say of it.</summary>
/// <param name="Id">Its registered id.</param>
/// <param name="Make">Makes so many of them, unless a stop is asked for; the caller resets them with a seed.</param>
public sealed record WorldChoice(string Id, Func<Worlds, int, CancellationToken, IVectorEnvironment> Make);
