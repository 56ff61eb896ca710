using Reverie.Environments.Gymnasium;
using Reverie.Environments.Registration;

namespace Reverie.Environments.Tests.Gymnasium;

/// <summary>Gymnasium's environments with a Python of one's own, for those who cannot be told which.</summary>
internal sealed class StandInSource(WorkerOptions worker) : IEnvironmentSource
{
    private readonly GymnasiumSource _source = new();

    public string Family => _source.Family;

    public string Summary => _source.Summary;

    public bool Owns(string id) => _source.Owns(id);

    public bool MayHave(string id) => _source.MayHave(id);

    public IEnvironment Make(string id, IReadOnlyDictionary<string, object?> arguments, WorkerOptions options, Action<string> log) =>
        _source.Make(id, arguments, worker, log);
}
