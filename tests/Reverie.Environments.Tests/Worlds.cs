using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.Registration;
using Reverie.Environments.Vector;

namespace Reverie.Environments.Tests;

/// <summary>What tests ask of environments again and again.</summary>
internal static class Worlds
{
    public static EnvironmentRegistry Registry { get; } = BuiltInEnvironments.CreateRegistry();

    /// <summary>The specs of grid worlds.</summary>
    public static IEnumerable<EnvironmentSpec> Grids => Registry.Specs.Where(spec => spec.Type.IsAssignableTo(typeof(MiniGridEnv)));

    /// <summary>A new grid world.</summary>
    public static MiniGridEnv Grid(string id, params ReadOnlySpan<(string Name, object? Value)> overrides) => (MiniGridEnv)Registry.Make(id, overrides);

    /// <summary>A batch of one row, to step a single environment with.</summary>
    public static StepBatch Row(this IArrayEnvironment environment) => new(environment.Layout, 1);

    /// <summary>Takes one choice.</summary>
    public static StepSignal Step(this IArrayEnvironment environment, long action, StepBatch into) =>
        environment.Step(new ActionRow([action], default), into.Row(0));

    /// <summary>Takes one choice in each environment.</summary>
    public static void Act(this IVectorEnvironment environments, params ReadOnlySpan<long> choices) => environments.Act([], choices);

    /// <summary>Takes one choice in each environment that is not idle.</summary>
    public static void Act(this IVectorEnvironment environments, bool[] idle, params ReadOnlySpan<long> choices)
    {
        var actions = new ActionBatch(environments.Layout.Action, choices.Length);
        choices.CopyTo(actions.Integers);
        environments.Step(actions, idle);
    }

    /// <summary>All that is seen, as bytes and words.</summary>
    public static string Seen(this StepBatch batch, int row = 0) => string.Join(
        '|', batch.Observations.Select(rows => Convert.ToHexString(rows.Row(row))).Concat(batch.Texts.Select(texts => texts[row])));

    /// <summary>What <see cref="IArrayEnvironment.Save"/> writes.</summary>
    public static byte[] Saved(this IArrayEnvironment environment)
    {
        var stream = new MemoryStream();
        environment.Save(new BinaryWriter(stream));
        return stream.ToArray();
    }

    /// <summary>What <see cref="IVectorEnvironment.Save"/> writes.</summary>
    public static byte[] Saved(this IVectorEnvironment environments)
    {
        var stream = new MemoryStream();
        environments.Save(new BinaryWriter(stream));
        return stream.ToArray();
    }

    public static void Restore(this IVectorEnvironment environments, byte[] saved) => environments.Restore(new BinaryReader(new MemoryStream(saved)));

    public static void Restore(this IArrayEnvironment environment, byte[] saved) => environment.Restore(new BinaryReader(new MemoryStream(saved)));
}
