using System.ComponentModel.DataAnnotations;

namespace Reverie.Environments.Registration;

/// <summary>How the Python process of an environment is started and what is expected of it.</summary>
public sealed record WorkerOptions
{
    /// <summary>The variable that names the interpreter where <see cref="Python"/> does not.</summary>
    public const string PythonVariable = "REVERIE_PYTHON";

    /// <summary>The interpreter, a name on the PATH or a path; null takes <c>REVERIE_PYTHON</c>, else <c>python3</c>.</summary>
    public string? Python { get; init; }

    /// <summary>After how many seconds without an answer to a step or a reset the process counts as hung and is ended.</summary>
    [Range(0.1, 86_400)]
    public double Timeout { get; init; } = 60;

    /// <summary>How many seconds the process may take to start and to make its environment.</summary>
    [Range(0.1, 86_400)]
    public double StartTimeout { get; init; } = 120;

    /// <summary>The <c>options</c> of each <c>reset</c>; null for none.</summary>
    public IReadOnlyDictionary<string, object?>? ResetOptions { get; init; }
}
