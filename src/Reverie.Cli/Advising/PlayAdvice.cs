using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Language.Advisers;

namespace Reverie.Cli.Advising;

/// <summary>What an adviser says to every view of a game that a person plays.</summary>
internal sealed class PlayAdvice : IDisposable
{
    private readonly MiniGridEnv _grid;
    private readonly ActionAdviser _adviser;

    /// <param name="environment">What is played.</param>
    /// <param name="options">Who advises.</param>
    /// <exception cref="Training.Configuration.ConfigException">The environment is no grid world.</exception>
    internal PlayAdvice(IEnvironment environment, AdviserOptions options) =>
        (_grid, _adviser) = (Situation.GridOf(environment), AdviserConfig.CreateFactory().Create(options));

    /// <summary>The scores of all actions, a line each.</summary>
    internal string Tell(StepBatch seen)
    {
        var situation = Situation.Of(_grid, seen);
        return AdviceText.Table(situation, _adviser.AdviseAsync(situation.Text, situation.Captions).GetAwaiter().GetResult());
    }

    public void Dispose() => _adviser.Dispose();
}
