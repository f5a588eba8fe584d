-- The columns in use of the tables in use, restated from the osquery 5 schema
-- (osquery.io/schema): enough to prepare every query.
CREATE TABLE apps (name TEXT, path TEXT, bundle_executable TEXT, bundle_identifier TEXT, bundle_name TEXT, bundle_version TEXT);
CREATE TABLE programs (name TEXT, version TEXT, install_location TEXT, publisher TEXT);
CREATE TABLE processes (pid BIGINT, name TEXT, path TEXT, cmdline TEXT);
CREATE TABLE users (uid BIGINT, gid BIGINT, username TEXT, directory TEXT);
CREATE TABLE chrome_extensions (browser_type TEXT, uid BIGINT, name TEXT, profile TEXT, identifier TEXT, version TEXT);
CREATE TABLE firefox_addons (uid BIGINT, name TEXT, identifier TEXT, creator TEXT, type TEXT, version TEXT);
CREATE TABLE package_receipts (package_id TEXT, package_filename TEXT, version TEXT, location TEXT, install_time DOUBLE, installer_name TEXT, path TEXT);
CREATE TABLE deb_packages (name TEXT, version TEXT, source TEXT, size BIGINT, arch TEXT, revision TEXT, status TEXT, maintainer TEXT, section TEXT, priority TEXT);
