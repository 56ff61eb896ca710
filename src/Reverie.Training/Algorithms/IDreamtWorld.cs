using Reverie.Environments.Arrays;
using Reverie.Training.Data;
using Reverie.Training.Media;

namespace Reverie.Training.Algorithms;

/// <summary>An environment that exists in a world model only. The agent's memory goes on in it as in a real one.</summary>
public interface IDreamtWorld : IDisposable
{
    /// <summary>What is dreamt now.</summary>
    Panel Picture { get; }

    /// <summary>What a real step looks like through the world model's eyes, of the size of <see cref="Picture"/>: equal where the dream is right.</summary>
    /// <param name="seen">The step, of one environment; the policy has acted on it already.</param>
    Panel See(StepBatch seen);

    /// <summary>Lets the agent act upon what is dreamt now, and remember it. Call it at most once a step.</summary>
    /// <param name="how">Sampling.</param>
    /// <param name="action">Receives the action.</param>
    /// <returns>What it thinks.</returns>
    Thought Act(ActingOptions how, ActionBatch action);

    /// <summary>Goes on; the agent need not have acted.</summary>
    /// <param name="action">What is done.</param>
    DreamtStep Step(ActionBatch action);

    /// <summary>What can be seen of its inside. Asked only while somebody looks, once a step; it leaves no trace in what is dreamt.</summary>
    IReadOnlyList<Insight> LookInside() => [];
}
