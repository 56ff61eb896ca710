using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Registration;

namespace Reverie.Environments
{
    public static class BuiltInWrappers { public static WrapperRegistry CreateRegistry() => new(); }
}
namespace Reverie.Environments.Registration
{
    public sealed class WrapperRegistry
    {
        public IEnvironment Apply(IEnvironment inner, string name, params ReadOnlySpan<(string Name, object? Value)> o) =>
            name == "fully_obs" ? new FullyObsWrapper((Environment<GridObservation<byte>, int>)inner) : throw new ArgumentException("no wrapper");
    }
    public static class Ext { public static void Register(this IEnvironmentPlugin p, WrapperRegistry r) { } }
}
