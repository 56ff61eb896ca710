using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Reverie.Play.Web;

/// <summary>Names and addresses under which the server may be asked for, so that no other name can be made to point at it.</summary>
internal sealed class OwnNames
{
    private readonly bool _isLocal;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase) { "localhost" };

    /// <param name="bind">Where it listens.</param>
    /// <param name="more">Other names of this machine.</param>
    internal OwnNames(IPAddress bind, IEnumerable<string> more)
    {
        _isLocal = IPAddress.IsLoopback(bind);
        if (!_isLocal)
            _names.Add(Dns.GetHostName());
        _names.UnionWith(more);
    }

    /// <summary>Whether a request may name this host: an address cannot be made to point elsewhere, a name can.</summary>
    internal bool Contains(string host) => _names.Contains(host)
        || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address) && (!_isLocal || IPAddress.IsLoopback(address)));

    /// <summary>The address that other machines open: of one that stands for all, the one with a way out.</summary>
    /// <param name="bind">Where it listens.</param>
    internal static IPAddress Reachable(IPAddress bind)
    {
        if (!bind.Equals(IPAddress.Any) && !bind.Equals(IPAddress.IPv6Any))
            return bind;
        var up = NetworkInterface.GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .Select(card => card.GetIPProperties()).OrderByDescending(card => card.GatewayAddresses.Count > 0);
        return up.SelectMany(card => card.UnicastAddresses).Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? IPAddress.Loopback;
    }
}
