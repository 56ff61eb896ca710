
namespace Reverie.Environments.Registration;

/// <summary>Makes environments that nobody has registered one by one.</summary>
public interface IEnvironmentSource
{
    /// <summary>The family's name.</summary>
    string Family { get; }

    /// <summary>What there is and what it needs, in a sentence.</summary>
    string Summary { get; }

    /// <summary>Whether an id can only be meant for this source.</summary>
    bool Owns(string id);

    /// <summary>Whether it may have an id that nobody has registered.</summary>
    bool MayHave(string id);

    /// <summary>A new environment.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="options">How a process for it is started, if it needs one.</param>
    /// <param name="log">Receives what it prints and what happens to it, line by line, on any thread.</param>
    /// <exception cref="ArgumentException">There is none of this id, it does not take these arguments, or something is missing for it.</exception>
    IEnvironment Make(string id, IReadOnlyDictionary<string, object?> arguments, WorkerOptions options, Action<string> log);
}
