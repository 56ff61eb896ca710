using Reverie.Environments.ControlSuite.Engine;

namespace Reverie.Environments.ControlSuite;

/// <summary>A task, as far as it is known without the engine.</summary>
/// <param name="Domain">What is controlled, such as <c>cartpole</c>.</param>
/// <param name="Name">What for, such as <c>swingup_sparse</c>.</param>
/// <param name="StepsPerControl">Steps of the engine that one action lasts.</param>
/// <param name="Controls">Numbers that make an action.</param>
/// <param name="Parts">What is seen: names and shapes.</param>
/// <param name="Create">Makes the task in its model.</param>
internal sealed record SuiteDefinition(
    string Domain, string Name, int StepsPerControl, int Controls, (string Name, int[] Shape)[] Parts, Func<Physics, SuiteTask> Create)
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<SuiteDefinition> All { get; } =
    [
        .. AcrobotTask.Definitions, .. BallInCupTask.Definitions, .. CartpoleTask.Definitions, .. CheetahTask.Definitions, .. FingerTask.Definitions,
        .. HopperTask.Definitions, .. PendulumTask.Definitions, .. PointMassTask.Definitions, .. ReacherTask.Definitions, .. WalkerTask.Definitions,
    ];

    /// <summary>The text of the model, where it is not the domain's own file.</summary>
    public Func<string>? Text { get; init; }

    /// <exception cref="ArgumentException">There is no such task.</exception>
    public static SuiteDefinition Find(string domain, string task)
    {
        SuiteDefinition[] tasks = [.. All.Where(one => one.Domain == domain)];
        if (tasks.Length == 0)
            throw new ArgumentException($"The Control Suite here has no domain '{domain}': {Hint(domain, [.. All.Select(one => one.Domain).Distinct()])}");
        return tasks.FirstOrDefault(one => one.Name == task)
            ?? throw new ArgumentException($"The domain {domain} has no task '{task}': {Hint(task, [.. tasks.Select(one => one.Name)])}");
    }

    private static string Hint(string name, IReadOnlyList<string> known) =>
        NearestName.Find(name, known) is { } nearest ? $"did you mean '{nearest}'?" : $"use {string.Join(", ", known)}.";

    /// <summary>The model in the engine.</summary>
    /// <param name="scene">Colours, light and textures.</param>
    /// <exception cref="MuJoCoMissingException">The engine is not there.</exception>
    public Physics Load(string scene) => new(($"{Domain}.xml", Text?.Invoke() ?? Models.Text(Domain)), (Models.Scene, scene));
}
