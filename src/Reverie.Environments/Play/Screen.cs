using Reverie.Environments.Arrays;

namespace Reverie.Environments.Play;

/// <summary>What a terminal shows of an environment, and which keys act in it.</summary>
internal abstract class Screen
{
    /// <summary>Which key does what.</summary>
    public abstract string Help { get; }

    /// <summary>The action of a key, or null if it has none.</summary>
    public abstract int? ActionOf(ConsoleKey key);

    /// <summary>What an action is called.</summary>
    public abstract string NameOf(int action);

    /// <summary>After how many steps an episode is cut off, if that is known.</summary>
    public virtual int? MaxSteps => null;

    /// <summary>Draws what there is to see, some lines.</summary>
    public abstract void Draw(TextWriter output, StepBatch seen, bool color);
}
