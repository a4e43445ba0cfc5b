import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/**
 * Serves the Neo4j home given first, with passwords if the second argument is `true`.
 *
 * The file `address` in the home says where, as soon as it listens. The server ends, and its home
 * goes, when no process holds a lock on the file `users` any more: so it outlives the test worker
 * that started it while others need it, and outlives no interrupted run.
 */
class Launcher {
    public static void main(String[] arguments) throws Exception {
        var home = Path.of(arguments[0]);
        var service = new DatabaseManagementServiceBuilder(home)
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", 0))
            .setConfig(GraphDatabaseSettings.auth_enabled, Boolean.valueOf(arguments[1]))
            .build();
        var database = (GraphDatabaseAPI) service.database("neo4j");
        var ports = database.getDependencyResolver().resolveDependency(ConnectorPortRegister.class);
        var temporary = home.resolve("address.tmp");
        Files.writeString(temporary, "bolt://" + ports.getLocalAddress(ConnectorType.BOLT));
        Files.move(temporary, home.resolve("address"));
        try (var users = new RandomAccessFile(home.resolve("users").toFile(), "rw").getChannel()) {
            while (users.tryLock() == null) {
                Thread.sleep(200);
            }
            Files.delete(home.resolve("address")); // who comes now, starts another
        }
        service.shutdown();
        FileUtils.deleteDirectory(home.toFile());
    }
}
